//! Foreign formats to events and directories: native, FHIR, DICOM, CEF; parsers pure, transports apart.
