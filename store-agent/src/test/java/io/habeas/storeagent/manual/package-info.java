@NullMarked
package io.habeas.storeagent.manual;

import org.jspecify.annotations.NullMarked;
