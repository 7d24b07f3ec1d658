@NullMarked
package io.habeas.storeagent.processor.objects;

import org.jspecify.annotations.NullMarked;
