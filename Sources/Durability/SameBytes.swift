import Glibc

/// Whether two files hold the same.
enum SameBytes {
    /// - Parameters:
    ///   - descriptor: an open file.
    ///   - path: the other one; what is no plain file is never the same.
    static func are(in descriptor: Int32, and path: String) throws(FileError) -> Bool {
        let other = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard other >= 0 else {
            if errno == ELOOP { return false }
            throw FileError(path: path, doing: "compare with", code: errno)
        }
        defer { close(other) }
        var (one, two) = (stat(), stat())
        guard fstat(descriptor, &one) == 0, fstat(other, &two) == 0 else {
            throw FileError(path: path, doing: "compare with", code: errno)
        }
        guard two.st_mode & S_IFMT == S_IFREG, one.st_size == two.st_size else { return false }
        var (mine, theirs) = ([UInt8](repeating: 0, count: 1 << 16), [UInt8](repeating: 0, count: 1 << 16))
        var offset = 0
        while offset < Int(one.st_size) {
            let count = pread(descriptor, &mine, mine.count, off_t(offset))
            guard count > 0 else { throw FileError(path: path, doing: "compare with", code: errno) }
            var filled = 0
            while filled < count {
                let got = theirs.withUnsafeMutableBytes { buffer in
                    pread(other, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                }
                guard got > 0 else { throw FileError(path: path, doing: "compare with", code: errno) }
                filled += got
            }
            guard mine[..<count] == theirs[..<count] else { return false }
            offset += count
        }
        return true
    }
}
