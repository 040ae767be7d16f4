// Draws the API docs from the OpenAPI document.
declare const SwaggerUIBundle: (options: Record<string, unknown>) => void

const root = document.getElementById('swagger-ui')
if (root?.dataset.spec) {
  SwaggerUIBundle({ url: root.dataset.spec, domNode: root, deepLinking: true, validatorUrl: null, defaultModelsExpandDepth: 0 })
}
