/** What the register of requests has said so far: whether a request is accepted, or over. */
@NullMarked
package io.habeas.verifier.register;

import org.jspecify.annotations.NullMarked;
