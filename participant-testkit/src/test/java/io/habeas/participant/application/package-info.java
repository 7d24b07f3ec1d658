/** The SDK in an application that has nothing else of Habeas. */
@NullMarked
package io.habeas.participant.application;

import org.jspecify.annotations.NullMarked;
