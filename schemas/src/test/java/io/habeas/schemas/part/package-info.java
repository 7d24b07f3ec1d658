@org.jspecify.annotations.NullMarked
package io.habeas.schemas.part;
