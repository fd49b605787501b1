import ArgumentParser
import TrackingLog

/// Reads JSON pointers of the command line, for `@Option(transform:)`.
enum PointerArgument {
    /// A place in a payload: `/md/user_id`.
    static func pointer(_ text: String) throws -> JSONPointer {
        guard let pointer = JSONPointer(text), !pointer.tokens.isEmpty else {
            throw ValidationError("not a JSON pointer (RFC 6901); write /md/user_id and such")
        }
        return pointer
    }
}
