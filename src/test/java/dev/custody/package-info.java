/** Tests of the program as a whole. */
package dev.custody;
