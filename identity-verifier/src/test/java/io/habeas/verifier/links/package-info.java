@org.jspecify.annotations.NullMarked
package io.habeas.verifier.links;
