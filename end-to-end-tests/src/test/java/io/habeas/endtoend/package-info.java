/** Habeas as its users run it: another process, seen over HTTP, mail, SQL and the topics. */
@NullMarked
package io.habeas.endtoend;

import org.jspecify.annotations.NullMarked;
