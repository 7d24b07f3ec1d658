@NullMarked
package io.habeas.participant.task;

import org.jspecify.annotations.NullMarked;
