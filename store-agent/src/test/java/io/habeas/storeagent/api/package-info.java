@NullMarked
package io.habeas.storeagent.api;

import org.jspecify.annotations.NullMarked;
