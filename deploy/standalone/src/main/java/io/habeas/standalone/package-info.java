/** Everything of Habeas in one process, each service as it would run in production. */
@NullMarked
package io.habeas.standalone;

import org.jspecify.annotations.NullMarked;
