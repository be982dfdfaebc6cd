/**
 * The checks of blobs: each is hashed and compared with its name, each layer is unpacked and
 * compared with the config's diffIDs. {@code CheckLog} collects what they find.
 */
@NullMarked
package dev.custody.oci.content;

import org.jspecify.annotations.NullMarked;
