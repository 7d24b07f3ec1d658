/**
 * Who takes part and by what they find a person: the words that every process asking participants
 * shares.
 */
@NullMarked
package io.habeas.protocol;

import org.jspecify.annotations.NullMarked;
