/** Where requests arrive, and where their lives are kept on the register. */
@NullMarked
package io.habeas.intake;

import org.jspecify.annotations.NullMarked;
