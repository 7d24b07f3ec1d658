/** What the notifier may be told at the moment a letter is sent. */
@NullMarked
package io.habeas.verifier.letters;

import org.jspecify.annotations.NullMarked;
