@org.jspecify.annotations.NullMarked
package io.habeas.exportbuilder.packaging;
