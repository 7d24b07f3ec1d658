/** The notifier: every letter that leaves. */
@NullMarked
package io.habeas.notifier;

import org.jspecify.annotations.NullMarked;
