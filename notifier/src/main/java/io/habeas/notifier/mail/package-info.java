/** How a letter leaves by e-mail. */
@NullMarked
package io.habeas.notifier.mail;

import org.jspecify.annotations.NullMarked;
