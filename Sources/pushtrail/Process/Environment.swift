import Glibc

/// The environment's variables.
enum Environment {
    /// A variable's value; nil where it is not set.
    static subscript(name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
