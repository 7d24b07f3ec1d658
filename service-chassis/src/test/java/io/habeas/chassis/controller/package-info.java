@NullMarked
package io.habeas.chassis.controller;

import org.jspecify.annotations.NullMarked;
