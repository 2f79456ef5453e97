"""Tools for whoever maintains a specification: any OpenAPI 3.1 document, as plain JSON.

* ``document`` knows the components of a document and who sends them;
* ``shapes`` reduces one schema to what it says, whatever keywords say it;
* ``diff`` compares two documents by ``diff_rules`` and ``diff_report`` writes the result;
* ``lint`` finds what makes a document hard to evolve or to generate code from;
* ``examples`` validates the examples in a document or a Markdown page;
* ``json_schemas`` gives the document that the SDK carries as JSON Schemas, for any language.
"""
