@NullMarked
package io.habeas.participant.vault;

import org.jspecify.annotations.NullMarked;
