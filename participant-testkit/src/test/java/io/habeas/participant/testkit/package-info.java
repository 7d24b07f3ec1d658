/** The contract, tried on a service that keeps it and on some that do not. */
@NullMarked
package io.habeas.participant.testkit;

import org.jspecify.annotations.NullMarked;
