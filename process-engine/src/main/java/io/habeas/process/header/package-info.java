/**
 * What a record says about itself in its headers: CloudEvents' attributes and the trace it belongs
 * to.
 */
@NullMarked
package io.habeas.process.header;

import org.jspecify.annotations.NullMarked;
