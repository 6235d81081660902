package io.parley.runtime.files;

import org.springframework.util.unit.DataSize;

/** More bytes came than a file may have. */
public final class FileTooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FileTooLarge(DataSize limit) {
        super("the file is larger than %d MB".formatted(limit.toMegabytes()));
    }
}
