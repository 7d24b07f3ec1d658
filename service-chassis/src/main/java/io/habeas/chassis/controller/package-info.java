/**
 * The controller's approved configuration: who answers to whom, by when, and which stores must take
 * part.
 */
@NullMarked
package io.habeas.chassis.controller;

import org.jspecify.annotations.NullMarked;
