/** From a task on the topic to the reply. */
@NullMarked
package io.habeas.participant.task;

import org.jspecify.annotations.NullMarked;
