@NullMarked
package io.habeas.storeagent.processor.rest;

import org.jspecify.annotations.NullMarked;
