/** What only a person can look after: a task for a person, who says what it came to. */
@NullMarked
package io.habeas.storeagent.manual;

import org.jspecify.annotations.NullMarked;
