import HTTPTypes

extension HTTPField.Name {
    /// Names a request in answers and logs.
    static let requestID = named("X-Request-Id")

    /// A name that is one: written here, and nowhere read.
    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header's name") }
        return name
    }
}
