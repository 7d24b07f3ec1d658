/**
 * Recipients told (Art. 19, L22): to whom the controller disclosed data, and what each was told of
 * a request; or why that is impossible.
 */
@NullMarked
package io.habeas.intake.recipients;

import org.jspecify.annotations.NullMarked;
