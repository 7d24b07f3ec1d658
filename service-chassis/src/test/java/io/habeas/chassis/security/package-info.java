@NullMarked
package io.habeas.chassis.security;

import org.jspecify.annotations.NullMarked;
