/** Getting a letter out, once, however often it must be tried, and saying what became of it. */
@NullMarked
package io.habeas.notifier.delivery;

import org.jspecify.annotations.NullMarked;
