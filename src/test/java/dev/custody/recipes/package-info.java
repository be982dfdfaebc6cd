/** The recipes of docs/recipes, run as far as podman can stand for the CI system. */
@NullMarked
package dev.custody.recipes;

import org.jspecify.annotations.NullMarked;
