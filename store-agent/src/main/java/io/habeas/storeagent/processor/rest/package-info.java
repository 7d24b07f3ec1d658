/** Processors whose interface is described by a definition, a YAML file. */
@NullMarked
package io.habeas.storeagent.processor.rest;

import org.jspecify.annotations.NullMarked;
