/** Processors that speak OpenDSR 2.0, with signed answers and callbacks. */
@NullMarked
package io.habeas.storeagent.processor.opendsr;

import org.jspecify.annotations.NullMarked;
