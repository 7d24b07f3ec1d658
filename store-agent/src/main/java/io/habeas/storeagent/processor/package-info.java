/**
 * What all processors have in common that are reached over HTTP: calls that are bounded and go only
 * where they may, orders that are placed once, and what the data map says of them.
 */
@NullMarked
package io.habeas.storeagent.processor;

import org.jspecify.annotations.NullMarked;
