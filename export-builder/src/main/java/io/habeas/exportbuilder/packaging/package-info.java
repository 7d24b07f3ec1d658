/** Opens what participants uploaded, and makes one package of it that is never readable at rest. */
@NullMarked
package io.habeas.exportbuilder.packaging;

import org.jspecify.annotations.NullMarked;
