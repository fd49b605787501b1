import Glibc

// Bytes by descriptor. Here alone, a read or a write that a signal interrupted is made again.

/// Reads some bytes: the next ones, or those at an offset.
///
/// - Returns: how many, from the buffer's beginning; 0 at the end.
package func readSome(
    from descriptor: Int32, at offset: Int? = nil, into buffer: UnsafeMutableRawBufferPointer, named name: String
) throws(FileError) -> Int {
    while true {
        let count =
            if let offset {
                pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            } else {
                read(descriptor, buffer.baseAddress, buffer.count)
            }
        if count >= 0 { return count }
        if errno != EINTR { throw FileError(path: name, doing: "read", code: errno) }
    }
}

/// Reads the bytes at an offset, however many calls that takes.
///
/// - Returns: how many, from the buffer's beginning: fewer than it holds only where the file ends.
package func readAll(
    from descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer, named name: String
) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        let count = try readSome(from: descriptor, at: offset + filled, into: rest, named: name)
        if count == 0 { break }
        filled += count
    }
    return filled
}

/// Writes all bytes: at the descriptor's position, or at an offset.
package func writeAll(
    _ bytes: RawSpan, to descriptor: Int32, at offset: Int? = nil, named name: String
) throws(FileError) {
    let code: Int32? = bytes.withUnsafeBytes { buffer in
        var written = 0
        while written < buffer.count {
            let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
            let count =
                if let offset {
                    pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
                } else {
                    write(descriptor, rest.baseAddress, rest.count)
                }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                // Another process that holds the pipe has made it non-blocking: wait until there is room.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
    if let code { throw FileError(path: name, doing: "write", code: code) }
}
