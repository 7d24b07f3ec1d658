@org.jspecify.annotations.NullMarked
package io.habeas.notifier.address;
