"""The bundled spec -> pydantic modules, through datamodel-code-generator."""

from __future__ import annotations

import json
from pathlib import Path

from datamodel_code_generator import generate
from datamodel_code_generator.enums import (
    AllExportsScope,
    DataModelType,
    InputFileType,
    OpenAPIScope,
    TargetPydanticVersion,
)
from datamodel_code_generator.format import Formatter, PythonVersion
from datamodel_code_generator.parser import LiteralType

from .bundle import Bundle
from .errors import Broken, SpecError
from .members import bases
from .view import docstring, python_view

NEWLINE = "\n"
TEMPLATES = Path(__file__).parent / "templates" / "models"
NAMES = ("FAIL_FAST", "IN_ORDER", "OMIT_NONE", "Model", "OpenEnum", "OpenUnion")
"""What the templates take from ``_base``; unused ones are tidied away."""


def models(bundle: Bundle, package: str, header: str) -> dict[str, str]:
    """Module file name -> source, one module a topic."""
    generated = generate(
        json.dumps(python_view(bundle)),
        # input
        input_file_type=InputFileType.OpenAPI,
        openapi_scopes=[OpenAPIScope.Schemas],
        strict_refs=True,
        allow_remote_refs=False,
        # target
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        target_pydantic_version=TargetPydanticVersion.V2_12,
        base_class=f"{package}._base.Model",
        custom_template_dir=TEMPLATES,
        additional_imports=[
            *(f"typing.{name}" for name in ("Annotated", "Any", "ClassVar", "Literal")),
            *(f"pydantic.{name}" for name in ("Field", "StrictBool", "StrictFloat", "StrictInt")),
            *(f"{package}._base.{name}" for name in NAMES),
            *(f"{package}.{base.module}.{base.name}" for base in bases(bundle).values()),
        ],
        # layout
        treat_dot_as_module=True,
        use_exact_imports=True,
        all_exports_scope=AllExportsScope.Recursive,
        # types
        use_annotated=True,
        use_type_alias=True,
        use_specialized_enum=True,
        capitalise_enum_members=True,
        enum_field_as_literal=LiteralType.One,
        use_one_literal_as_default=True,
        # docs and text
        use_schema_description=True,
        use_field_description=True,
        use_single_line_docstring=True,
        use_double_quotes=True,
        disable_timestamp=True,
        disable_future_imports=True,  # It would cost milliseconds at import, and pydantic would evaluate strings.
        custom_file_header=header,
        formatters=[Formatter.BUILTIN],
    )
    if not isinstance(generated, dict):
        raise SpecError([Broken("schemas/", "", "one module came out where one a topic was expected")])
    found: dict[str, str] = {}
    for path, code in generated.items():
        name = "/".join(path)
        if name == "__init__.py":
            continue  # The package has a front of its own, see ``write``.
        prose = docstring(bundle.prose[name.removesuffix(".py")])
        documented = str(code).replace(header, f'{header}\n"""{prose}{NEWLINE if NEWLINE in prose else ""}"""', 1)
        found[name] = documented
    return found
