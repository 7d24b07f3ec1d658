/** Readiness that tells the truth about what a service depends on. */
@NullMarked
package io.habeas.chassis.health;

import org.jspecify.annotations.NullMarked;
