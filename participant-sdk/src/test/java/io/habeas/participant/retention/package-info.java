@NullMarked
package io.habeas.participant.retention;

import org.jspecify.annotations.NullMarked;
