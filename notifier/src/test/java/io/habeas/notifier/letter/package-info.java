@NullMarked
package io.habeas.notifier.letter;

import org.jspecify.annotations.NullMarked;
