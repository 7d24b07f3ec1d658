/** What letters say: their words, languages and two forms, plain text and HTML. */
@NullMarked
package io.habeas.notifier.letter;

import org.jspecify.annotations.NullMarked;
