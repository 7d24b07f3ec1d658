/** Where a letter goes, as the vault says at the moment of sending. */
@NullMarked
package io.habeas.notifier.address;

import org.jspecify.annotations.NullMarked;
