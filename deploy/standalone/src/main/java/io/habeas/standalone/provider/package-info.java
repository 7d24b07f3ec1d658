/** A processor of the sample controller: somebody else's service, which knows no people. */
@NullMarked
package io.habeas.standalone.provider;

import org.jspecify.annotations.NullMarked;
