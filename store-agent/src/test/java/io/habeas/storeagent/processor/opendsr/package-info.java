@NullMarked
package io.habeas.storeagent.processor.opendsr;

import org.jspecify.annotations.NullMarked;
