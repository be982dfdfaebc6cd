/** Whether blobs are what their names say: hashed, unpacked, compared with the config's diffIDs. */
@NullMarked
package dev.custody.oci.content;

import org.jspecify.annotations.NullMarked;
