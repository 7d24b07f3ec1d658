/** Every process is killed at any time; what comes of it must be what comes without. */
@NullMarked
package io.habeas.endtoend.killed;

import org.jspecify.annotations.NullMarked;
