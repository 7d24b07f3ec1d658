/** Documents in JSON, looked into along the paths of a map. Pure, and of no kind of store. */
@NullMarked
package io.habeas.storeagent.document;

import org.jspecify.annotations.NullMarked;
