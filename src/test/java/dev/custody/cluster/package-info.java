/** Tests of reading what kubectl dumped. */
package dev.custody.cluster;
