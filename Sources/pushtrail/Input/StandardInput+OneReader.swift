import ArgumentParser

extension StandardInput {
    /// Throws if two inputs would be read from standard input.
    ///
    /// - Parameters:
    ///   - logs: the logs; no name means standard input.
    ///   - lists: other inputs, as errors name them, and their paths.
    static func checkThatOneReads(logs: [String], _ lists: (name: String, path: String?)...) throws(ValidationError) {
        let readers = lists.filter { names.contains($0.path ?? "") }.map { "\($0.name) \($0.path ?? "")" }
        guard let first = readers.first else { return }
        if logs.isEmpty || logs.contains(where: names.contains) {
            throw ValidationError("\(first) and the logs both read standard input")
        }
        if readers.count > 1 { throw ValidationError("\(first) and \(readers[1]) both read standard input") }
    }
}
